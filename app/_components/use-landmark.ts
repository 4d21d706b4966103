"use client";

import { useCallback, useRef, useState } from "react";

/**
 * Where something that opens from a trigger is put: in the dialog or landmark that the
 * trigger stands in, so that no content of the page is outside all landmarks.
 */
export function useLandmark<Trigger extends HTMLElement>() {
  const trigger = useRef<Trigger>(null);
  const [container, setContainer] = useState<HTMLElement | undefined>(undefined);
  const onOpenChange = useCallback((open: boolean) => {
    if (open) setContainer(trigger.current?.closest<HTMLElement>("[role=dialog], [role=alertdialog], main, aside") ?? undefined);
  }, []);
  return { trigger, container, onOpenChange };
}
