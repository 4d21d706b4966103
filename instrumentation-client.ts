/** Runs in every page before anything else of ours. */
import "./app/_components/no-eval";
