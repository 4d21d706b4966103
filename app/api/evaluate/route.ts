import type { NamedBorrower } from "#rules/compare";
import { createEvaluator, type Evaluator } from "#rules/evaluate";
import { readJson } from "../../_server/body";
import { route } from "../../_server/http";
import { createPause } from "../../_server/pause";
import { evaluateRequestSchema } from "../_schemas/evaluate";
import { borrowersOf, policyOf, scenarioRefusal } from "../_sources";

/** Outcomes of many borrowers under one policy, written as they come, so that no more than a few are held. */
export const POST = route(async (request) => {
  const body = await readJson(request, evaluateRequestSchema);
  if (body instanceof Response) return body;
  const policy = await policyOf(body.policy, "policy");
  if (policy instanceof Response) return policy;
  const given = await borrowersOf(body.borrowers, [body.policy]);
  if (given instanceof Response) return given;
  const refusal = scenarioRefusal([policy], body.scenario ?? {});
  if (refusal) return refusal;
  const evaluator = createEvaluator(policy, { ...given.scenario, ...body.scenario });
  return new Response(streamOf(resultTexts(evaluator, given.borrowers, body.trace, request.signal)), {
    headers: { "Content-Type": "application/json" },
  });
});

async function* resultTexts(
  evaluator: Evaluator,
  borrowers: readonly NamedBorrower[],
  traced: boolean,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const pause = createPause(signal);
  const { name, hash } = evaluator.policy;
  let text = `{"policy":${JSON.stringify({ name, hash })},"scenario":${JSON.stringify(evaluator.scenario)},"results":[`;
  let separator = "";
  for (const borrower of borrowers) {
    text += separator + JSON.stringify(await resultOf(evaluator, borrower, traced));
    separator = ",";
    if (text.length > 32_768) {
      yield text;
      text = "";
    }
    await pause();
  }
  yield `${text}]}\n`;
}

async function resultOf(evaluator: Evaluator, { name, facts }: NamedBorrower, traced: boolean) {
  const evaluation = await (traced ? evaluator.trace(facts) : evaluator.evaluate(facts));
  return evaluation.ok
    ? { name, outcome: evaluation.outcome, ...("trace" in evaluation && { trace: evaluation.trace }) }
    : { name, error: evaluation.errors[0] };
}

function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
