/**
 * Makes what the first opening of Compare would wait for: the columns of portfolios under the versions that it shows unasked. Nothing of
 * Next.js here: the server's start uses this outside of requests.
 */
import { getPortfolio, getVersion, listPolicies, listPortfolios, listVersions } from "#store";
import { LARGEST_WHOLE } from "../../../_components/borrowers/sample-size";
import { columnsUnder } from "../../../_server/portfolio-columns";
import { defaultSides } from "./url-state";

/** So many in all, one after the other: as many as are kept. */
const MOST = 3;

/** Columns that cannot be made now are told of when somebody asks for them. */
export async function warmColumns(): Promise<void> {
  const portfolios = (await listPortfolios()).filter(({ rows }) => rows !== null && rows <= LARGEST_WHOLE);
  const wanted = (await listPolicies()).flatMap((policy) => portfolios.map(({ id }) => ({ policy, id })));
  for (const { policy, id } of wanted.slice(0, MOST)) {
    const { baseline, candidate } = defaultSides({ versions: await listVersions(policy.name), published: policy.published, draft: null });
    const texts = await Promise.all([baseline, candidate].map(async (number) => (await getVersion(policy.name, Number(number))).text));
    await columnsUnder(await getPortfolio(id), texts).catch(() => null);
  }
}
