/**
 * A map on the wire, whose keys are data: a JSON object, a CBOR map, and in XML a list of entries; so
 * operations answer with this class where a structure would be written member by member.
 */
export class WireMap<T> extends Map<string, T> {
  toJSON(): Record<string, T> {
    return Object.fromEntries(this);
  }
}
