"use client";

import { useRouter } from "next/navigation";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { tellDraft } from "../../_components/draft-news";
import { useToast } from "../../../../_components/toast";
import type { DraftKeeper, DraftState } from "../draft/draft-keeper";
import { openDraft } from "../draft/open-draft";
import type { ServerState } from "../draft/types";

/** The keeper of this author's draft, from the moment when what this browser has kept is taken up. */
export function useKeeper(policy: string, author: string, given: ServerState): DraftKeeper | null {
  const [keeper, setKeeper] = useState<DraftKeeper | null>(null);
  const [state] = useState(given);
  useEffect(() => {
    let here = true;
    let opened: DraftKeeper | null = null;
    void openDraft({ policy, author }, state, () => here).then((made) => {
      opened = made;
      if (here && made) setKeeper(made);
    });
    return () => {
      here = false;
      opened?.dispose();
    };
  }, [policy, author, state]);
  return keeper;
}

export function useDraftState(keeper: DraftKeeper): DraftState {
  const subscribe = useCallback((listener: () => void) => keeper.subscribe(listener), [keeper]);
  return useSyncExternalStore(
    subscribe,
    () => keeper.state,
    () => keeper.state,
  );
}

const LOOK_MS = 30_000;

/** Tells the keeper when the network is back, the page is in sight again or another tab has saved; warns before typed text is lost. */
export function useKeeperSurroundings(keeper: DraftKeeper): void {
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && void keeper.look();
    const online = () => keeper.retry();
    const leave = (event: BeforeUnloadEvent) => keeper.atRisk && event.preventDefault();
    const timer = setInterval(look, LOOK_MS);
    look();
    document.addEventListener("visibilitychange", look);
    window.addEventListener("pageshow", look);
    window.addEventListener("online", online);
    window.addEventListener("beforeunload", leave);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pageshow", look);
      window.removeEventListener("online", online);
      window.removeEventListener("beforeunload", leave);
    };
  }, [keeper]);
}

/** Passes on what the keeper says: to the editor, to the author, to the rest of the page, and to the other tabs of this browser. */
export function useKeeperEvents(keeper: DraftKeeper, policy: string, author: string, onReplace: (text: string) => void): void {
  const router = useRouter();
  const toast = useToast();
  useEffect(() => {
    const channel = openChannel(policy, author, () => void keeper.look());
    const onExistence = () => {
      const { exists, base } = keeper.state;
      tellDraft(policy, exists ? base.number : null);
      if (!exists) router.refresh();
    };
    keeper.listen({ onReplace, onNotice: (text) => toast({ text }), onExistence, onSaved: channel.tell });
    return channel.close;
  }, [keeper, policy, author, onReplace, router, toast]);
}

/** To the other tabs of this browser that edit the same draft. */
function openChannel(policy: string, author: string, onSaved: () => void): { readonly tell: () => void; readonly close: () => void } {
  if (typeof BroadcastChannel === "undefined") return { tell: () => {}, close: () => {} };
  const channel = new BroadcastChannel(`limen/draft/${policy}/${author}`);
  channel.onmessage = onSaved;
  return { tell: () => channel.postMessage("saved"), close: () => channel.close() };
}
