import { Loading } from "../_components/loading";

export default function PortfoliosLoading() {
  return <Loading words="Reading the portfolios…" />;
}
