import { Loading } from "../../_components/loading";

export default function PolicyLoading() {
  return <Loading words="Reading the policy…" />;
}
