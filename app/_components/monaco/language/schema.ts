/** The JSON Schema of the policy document, read at a place: of alternatives only those that fit what stands there. */
import type { Node } from "jsonc-parser";
import { policyJsonSchema } from "#rules/policy";
import { contains, entriesOf, nodeAt, type Path, type PolicyText } from "./policy-text";

export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

let whole: Schema | null = null;

/** The alternatives for the value at a path. What is written around `offset` is being changed and rules none of them out. */
export function schemasAt(document: PolicyText, path: Path, offset: number): readonly Schema[] {
  whole ??= policyJsonSchema() as Schema;
  let schemas: readonly Schema[] = alternatives(whole);
  for (let depth = 0; depth <= path.length; depth++) {
    const fitting = fittingOf(schemas, nodeAt(document, path.slice(0, depth)), offset);
    const step = path[depth];
    if (step === undefined) return fitting;
    schemas = fitting.flatMap((schema) => inner(schema, step)).flatMap(alternatives);
  }
  return schemas;
}

/** A schema as its alternatives, references followed. */
export function alternatives(schema: Schema): readonly Schema[] {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf("/") + 1);
    const target = whole?.definitions?.[name];
    return target ? alternatives(target) : [];
  }
  const inside = schema.anyOf ?? schema.oneOf;
  return inside ? inside.flatMap(alternatives) : [schema];
}

function inner(schema: Schema, step: string | number): Schema[] {
  if (typeof step === "number") return schema.items ? [schema.items] : [];
  const own = schema.properties?.[step];
  if (own) return [own];
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}

/** Of object alternatives those whose fixed words and keys agree with the node's; all where none does. */
function fittingOf(schemas: readonly Schema[], node: Node | undefined, offset: number): readonly Schema[] {
  if (schemas.length < 2 || node?.type !== "object") return schemas;
  const entries = (node.children ?? []).filter((property) => !contains(property, offset)).map((property) => property.children ?? []);
  const fitting = schemas.filter((schema) =>
    entries.every(([key, value]) => {
      const wanted = schema.properties?.[String(key?.value)];
      return wanted !== undefined && (wanted.const === undefined || wanted.const === value?.value);
    }),
  );
  return fitting.length > 0 ? fitting : schemas;
}

/** Keys that the object at a path has, but for the one at the offset. */
export function keysAt(document: PolicyText, path: Path, offset: number): ReadonlySet<string> {
  const entries = entriesOf(nodeAt(document, path)).filter(({ property }) => !contains(property, offset));
  return new Set(entries.map(({ key }) => String(key.value)));
}
