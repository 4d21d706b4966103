import { Loading } from "../_components/loading";

export default function PoliciesLoading() {
  return <Loading words="Reading the policies…" />;
}
