/** Answers the Edit tab away from its page, one question after the other. */
import "../../../../_components/no-eval";
import { type Asked, answer, type Reply } from "./answers";

self.onmessage = ({ data }: MessageEvent<Asked>) => self.postMessage(reply(data));

function reply(asked: Asked): Reply {
  try {
    return { ok: true, answer: answer(asked) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
