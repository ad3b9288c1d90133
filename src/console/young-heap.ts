/** Memory: how much room V8 takes for objects that live shortly. */
import { setFlagsFromString } from 'node:v8';

/**
 * Stops V8 from enlarging its young generation. Loading a large account makes garbage in bursts, on which V8
 * doubles that space up to 128 MB (on a machine with much memory) and never gives it back, although all that
 * stays alive is some 20 MB. At the size it has reached after the first frame (16 MB) collections are more
 * frequent and shorter. V8 reads this flag at each enlargement, so that it may be set late.
 */
export function keepYoungHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
