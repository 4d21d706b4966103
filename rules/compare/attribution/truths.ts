/**
 * Conditions under every set of changes that can alter them, as nodes of one program that the kernels evaluate together: what several
 * combinations have in common is one node. A condition that reads too many changed definitions, or one whose type changes, has no nodes and
 * is read borrower by borrower.
 */
import { compile, NodeTable, type NodeId, type Program, type VersionProgram } from "#rules/compile";
import type { Condition, Rule } from "#rules/policy";
import type { ChangeSet, Definitions, VersionPair } from "./definitions.ts";

/** Changed definitions that one condition may read for all combinations to be compiled. */
const MOST_CHANGES = 8;

/** A condition and what it can be. */
export interface Truth {
  readonly condition: Condition;
  /** Its number among all truths. */
  readonly index: number;
  /** Changes of definitions that can alter it, ascending. */
  readonly changes: readonly number[];
  /** By combination of `changes` (bit j: `changes[j]` is in the set) its node; null where it is read borrower by borrower. */
  readonly nodes: readonly NodeId[] | null;
}

export class TruthCompiler {
  private readonly truths = new Map<Condition, Truth>();
  private readonly table = new NodeTable();
  /** By the changes in a set, as text: the conditions wanted under it. */
  private readonly wanted = new Map<
    string,
    { readonly set: ChangeSet; readonly places: { nodes: NodeId[]; at: number; condition: Condition }[] }
  >();

  constructor(
    private readonly pair: VersionPair,
    private readonly definitions: Definitions,
  ) {}

  /** The truth of a condition; its nodes are filled in by `program`. */
  truthOf(condition: Condition): Truth {
    const known = this.truths.get(condition);
    if (known !== undefined) return known;
    const changes = this.definitions.changesOfCondition(condition);
    const compiled = changes.length <= MOST_CHANGES && !this.definitions.readsMixedTypes(condition);
    const truth = { condition, index: this.truths.size, changes, nodes: compiled ? this.want(condition, changes) : null };
    this.truths.set(condition, truth);
    return truth;
  }

  private want(condition: Condition, changes: readonly number[]): NodeId[] {
    const nodes: NodeId[] = [];
    for (let at = 0; at < 2 ** changes.length; at++) {
      const members = changes.filter((_, j) => (at >> j) & 1);
      const key = members.join();
      const set = new Uint8Array(this.pair.changes.length);
      for (const change of members) set[change] = 1;
      const group = this.wanted.get(key) ?? { set, places: [] };
      group.places.push({ nodes, at, condition });
      this.wanted.set(key, group);
    }
    return nodes;
  }

  /** Both versions' facts and limits, no rules, and every wanted condition as a root. */
  program(): Program {
    const { baseline, candidate, scenario } = this.pair;
    for (const { set, places } of this.wanted.values()) {
      const nodes = this.compileUnder(
        set,
        places.map(({ condition }) => condition),
      );
      places.forEach((place, i) => {
        place.nodes[place.at] = nodes[i] as NodeId;
      });
    }
    const program = compile(
      [
        { policy: bare(baseline), scenario: scenario.baseline },
        { policy: bare(candidate), scenario: scenario.candidate },
      ],
      this.table,
    );
    const roots = new Map(this.all().flatMap(({ nodes }) => (nodes ?? []).map((id) => [String(id), id] as const)));
    return { ...program, versions: program.versions.map((version): VersionProgram => ({ ...version, conditions: roots })) };
  }

  private compileUnder(set: ChangeSet, conditions: readonly Condition[]): NodeId[] {
    const { scenario, ...catalogue } = this.definitions.catalogue(set);
    const policy = { ...bare(this.pair.baseline), ...catalogue, ranked: conditions.map(ruleWith) };
    const [version] = compile([{ policy, scenario }], this.table).versions;
    return (version as VersionProgram).rules.map(({ condition }) => condition);
  }

  /** Every truth that was asked for, by number. */
  all(): Truth[] {
    return [...this.truths.values()];
  }
}

/** A policy of which only facts and limit are read. */
function bare<Policy extends VersionPair["baseline"]>(policy: Policy): Policy {
  return { ...policy, rules: [], ranked: [], guardrails: [] };
}

function ruleWith(conditions: Condition, position: number): Rule {
  const event = { type: "hold", amount: null, reason: "", review: false } as const;
  return { name: String(position), description: null, enabled: true, priority: 1, position, conditions, event };
}
