/**
 * The sample policies, their versions and fixture sets, as a list: paths are from the project's root, reading
 * the files is the caller's. What the data are and whose: README.md beside this.
 */
import type { BorrowerFormat } from "#rules/borrowers";
import type { Facts } from "#rules/policy";

export interface SampleVersion {
  readonly path: string;
  readonly author: string;
  readonly message: string;
}

export interface SampleFixtureSet {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly path: string;
  readonly format: BorrowerFormat;
  readonly scenario: Facts;
  readonly author: string;
  /** Only these fixtures of the file, in this order, with a tag each; absent: all. */
  readonly pick?: readonly { readonly name: string; readonly tag: string }[];
}

export interface SamplePolicy {
  readonly name: string;
  /** In order; the first becomes version 1. */
  readonly versions: readonly SampleVersion[];
  readonly published: { readonly number: number; readonly author: string; readonly note: string };
  readonly fixtureSets: readonly SampleFixtureSet[];
}

const DOWNTURN = { economic_cycle: "downturn" };

const RULES_OF_DOWNTURN =
  "Repeated missed payments cut from one cycle, but only at half utilisation or more; unstable income and borrowing from many lenders cut; increases for top scores only. Good-payer and starter-line increases are withdrawn.";

const released = ["1458", "3103", "3723", "7601", "8512", "13409", "28870"];
const frozen = ["105", "436", "851", "1722", "9264"];
const tightened = ["8", "102", "141", "271", "2245", "8122", "14076"];
const steady = ["243", "246", "1818", "5140", "10407"];

const tagged = (tag: string, names: readonly string[]) => names.map((name) => ({ name, tag }));

export const SAMPLE_POLICIES: readonly SamplePolicy[] = [
  {
    name: "card-limit-review",
    versions: [
      {
        path: "rules/samples/taiwan-card/v1.policy.json",
        author: "Mei-Ling Chen",
        message: "Baseline for the monthly card review: the online line's 29 rules with the card's product figures in TWD.",
      },
      {
        path: "rules/samples/taiwan-card/v2.policy.json",
        author: "Daniel Okafor",
        message: `Downturn tightening for the autumn committee. ${RULES_OF_DOWNTURN}`,
      },
    ],
    published: { number: 1, author: "Ingrid Sørensen", note: "Approved by the credit committee; in force from the next statement cycle." },
    fixtureSets: [
      {
        name: "hand-picked-24",
        title: "Hand-picked borrowers 24",
        description:
          "Two dozen of the 2,000 real card borrowers for quick work: seven whom the downturn version releases from a cut, others whom it freezes, cuts or leaves as they were. Expectations are what version 1 gives.",
        path: "rules/samples/taiwan-card/sample-2000.csv",
        format: "csv",
        scenario: DOWNTURN,
        author: "Mei-Ling Chen",
        pick: [
          ...tagged("released", released),
          ...tagged("frozen", frozen),
          ...tagged("tightened", tightened),
          ...tagged("steady", steady),
        ],
      },
      {
        name: "real-card-borrowers-2000",
        title: "Real card borrowers 2,000",
        description:
          "2,000 of 30,000 real card borrowers in Taiwan, September 2005, stratified by default and limit. Expectations are what version 1 gives. Some facts are synthetic: see rules/samples/README.md.",
        path: "rules/samples/taiwan-card/sample-2000.csv",
        format: "csv",
        scenario: DOWNTURN,
        author: "Mei-Ling Chen",
      },
    ],
  },
  {
    name: "post-repayment-limit",
    versions: [
      {
        path: "rules/samples/online-line/v1.policy.json",
        author: "Wei Zhang",
        message:
          "Baseline for the review after each repayment: seven freezes, ten cuts, eight holds, four increases, with reasons in English and Chinese.",
      },
      {
        path: "rules/samples/online-line/v2.policy.json",
        author: "Daniel Okafor",
        message: `Downturn tightening of the online line. ${RULES_OF_DOWNTURN}`,
      },
    ],
    published: { number: 1, author: "Ingrid Sørensen", note: "First published version." },
    fixtureSets: [
      {
        name: "archetypes",
        title: "Archetypes",
        description:
          "36 invented borrowers, one for each thing that the policy must get right, with the reason in the note. Expectations are what version 1 gives.",
        path: "rules/samples/online-line/archetypes.json",
        format: "json",
        scenario: DOWNTURN,
        author: "Wei Zhang",
      },
    ],
  },
];

export interface SamplePortfolio {
  readonly policy: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly path: string;
  readonly format: "csv";
  /** Column of an outcome observed later. */
  readonly observed: string;
  readonly author: string;
}

/** The 30,000 card borrowers behind the sample, for comparisons at scale. */
export const SAMPLE_PORTFOLIO: SamplePortfolio = {
  policy: "card-limit-review",
  name: "real-card-borrowers",
  title: "Real card borrowers 30,000",
  description:
    "30,000 real card borrowers in Taiwan, September 2005, with whether each defaulted the month after. Some facts are synthetic: see rules/samples/README.md.",
  path: "rules/samples/taiwan-card/portfolio.csv",
  format: "csv",
  observed: "observed_default",
  author: "Mei-Ling Chen",
};
