/** Who holds how much of the account's concurrency, as far as it has been read. */

/** Readings of reservations by function name: with the details of a row, and by going through the account. */
type Details = ReadonlyMap<string, { readonly reservedConcurrency: number | null }>;
type Found = ReadonlyMap<string, number | null>;

/** A function's reservation; null = unset, undefined = not read. A reading of details is the younger one. */
export function reservedOf(name: string, details: Details, found: Found): number | null | undefined {
  const known = details.get(name);
  return known === undefined ? found.get(name) : known.reservedConcurrency;
}

/** What the functions read so far have reserved together, and how many of them have something. */
export function reservedInAll(
  details: Details,
  found: Found,
): { readonly sum: number; readonly holders: number } {
  let sum = 0;
  let holders = 0;
  const add = (value: number | null): void => {
    sum += value ?? 0;
    if (value !== null) holders += 1;
  };
  for (const [name, value] of found) if (!details.has(name)) add(value);
  for (const { reservedConcurrency } of details.values()) add(reservedConcurrency);
  return { sum, holders };
}
