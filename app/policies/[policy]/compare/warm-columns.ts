/** Makes what the first opening of Compare would wait for: the columns of portfolios under the versions that it shows unasked. */
import "server-only";
import { listPolicies, listPortfolios, listVersions } from "#store";
import { LARGEST_WHOLE } from "../../../_components/borrowers/sample-size";
import { findPortfolioColumns } from "./queries";
import { defaultSides } from "./url-state";

/** So many in all, one after the other: as many as are kept. */
const MOST = 3;

/** Columns that cannot be made now are told of when somebody asks for them. */
export async function warmColumns(): Promise<void> {
  const portfolios = (await listPortfolios()).filter(({ rows }) => rows !== null && rows <= LARGEST_WHOLE);
  const wanted = (await listPolicies()).flatMap((policy) => portfolios.map((portfolio) => ({ policy, portfolio: portfolio.name })));
  for (const { policy, portfolio } of wanted.slice(0, MOST)) {
    const { baseline, candidate } = defaultSides({ versions: await listVersions(policy.name), published: policy.published, draft: null });
    await findPortfolioColumns(policy.name, portfolio, [baseline, candidate]).catch(() => null);
  }
}
