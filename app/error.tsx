"use client";

import { Button } from "./_components/button";
import { ErrorState } from "./_components/error-state";

/** What stands in place of a page that failed. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <h1 className="sr-only">This page could not be shown</h1>
      <ErrorState title="This page could not be shown" actions={<Button onClick={reset}>Try again</Button>}>
        Nothing that was saved is lost. {error.digest ? <>The server’s log has more under the mark {error.digest}.</> : error.message}
      </ErrorState>
    </>
  );
}
