/** The module worker around the evaluation desk. */
import "../no-eval";
import { loadKernels } from "#rules/compile";
import { EvaluationDesk } from "./evaluation-desk";
import type { Request } from "./protocol";

// Compiled while the page still loads borrowers; every session takes the same module.
void loadKernels();

const wakeups: (() => void)[] = [];
const channel = new MessageChannel();
channel.port1.onmessage = () => wakeups.shift()?.();

const desk = new EvaluationDesk({ send: (reply) => self.postMessage(reply), nextTurn });
self.onmessage = (event: MessageEvent<Request>) => void desk.take(event.data);

/** Lets waiting messages in, without the delay of a timer. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    wakeups.push(resolve);
    channel.port2.postMessage(null);
  });
}
