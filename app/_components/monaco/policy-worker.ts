/** Checks drafts away from the page, so that typing never waits. */
import "../no-eval";
import { CheckDesk, type CheckRequest } from "./check-desk";

const desk = new CheckDesk((reply) => self.postMessage(reply));
self.onmessage = ({ data }: MessageEvent<CheckRequest>) => desk.take(data);
