import { openVersionEvaluator, type VersionEvaluator } from "#rules/columns";
import type { NamedBorrower } from "#rules/compare";
import type { Evaluation, TracedEvaluation } from "#rules/evaluate";
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
  const evaluator = await openVersionEvaluator(policy, { ...given.scenario, ...body.scenario }, { traced: body.trace });
  return new Response(streamOf(resultTexts(evaluator, given.borrowers, request.signal)), {
    headers: { "Content-Type": "application/json" },
  });
});

async function* resultTexts(evaluator: VersionEvaluator, borrowers: readonly NamedBorrower[], signal: AbortSignal): AsyncGenerator<string> {
  const pause = createPause(signal);
  const { name, hash } = evaluator.policy;
  let text = `{"policy":${JSON.stringify({ name, hash })},"scenario":${JSON.stringify(evaluator.scenario)},"results":[`;
  let row = 0;
  for await (const evaluation of evaluator.evaluate(borrowers.map(({ facts }) => facts))) {
    text += (row === 0 ? "" : ",") + JSON.stringify(resultOf((borrowers[row] as NamedBorrower).name, evaluation));
    row += 1;
    if (text.length > 32_768) {
      yield text;
      text = "";
    }
    await pause();
  }
  yield `${text}]}\n`;
}

function resultOf(name: string, evaluation: Evaluation | TracedEvaluation) {
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
