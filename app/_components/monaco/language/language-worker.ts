/** Language support away from the page, so that typing never waits. */
import "../../no-eval";
import { LanguageDesk } from "./language-desk";
import type { LanguageRequest } from "./protocol";

const desk = new LanguageDesk();

self.onmessage = ({ data }: MessageEvent<LanguageRequest>) => {
  const reply = desk.take(data);
  if (reply) self.postMessage(reply);
};
