import { LinkButton } from "./_components/button";
import { EmptyState } from "./_components/empty-state";

export default function NotFoundPage() {
  return (
    <EmptyState heading="h1" title="There is nothing at this address" actions={<LinkButton href="/policies">All policies</LinkButton>}>
      The policy, version or page may have another name, or may never have been there.
    </EmptyState>
  );
}
