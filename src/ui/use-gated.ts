/** Reading a store in a component, redrawn when the frame gate says so and not at every change. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import type { StoreApi } from 'zustand/vanilla';
import type { FrameGate } from './terminal/frame-gate.ts';

/** The gate all components of a console share. */
export const FrameGateContext = createContext<FrameGate | null>(null);

/** The state of a store as of this frame. */
export function useGated<State>(store: Pick<StoreApi<State>, 'getState'>): State {
  const gate = useContext(FrameGateContext);
  if (!gate) throw new Error('useGated needs a FrameGateContext around it');
  return useSyncExternalStore(gate.subscribe, store.getState);
}
