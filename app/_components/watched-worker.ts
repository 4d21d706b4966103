/** Hears what a worker says. One that breaks is ended, and `onBroken` told why, in words for the reader. */
export function watchedWorker<Message>(worker: Worker, onMessage: (message: Message) => void, onBroken: (message: string) => void): Worker {
  worker.onmessage = ({ data }: MessageEvent<Message>) => onMessage(data);
  worker.onerror = (event) => {
    event.preventDefault();
    worker.terminate();
    onBroken(event.message || "its script could not be loaded; reload the page");
  };
  return worker;
}
