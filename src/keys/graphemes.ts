const ASCII_ONLY = /^[\x20-\x7e]*$/;

/** The characters of `text` as a person counts them: a letter with its accents, a whole emoji. */
export function splitGraphemes(text: string): string[] {
  if (ASCII_ONLY.test(text)) return Array.from(text);
  return Array.from(new Intl.Segmenter().segment(text), (part) => part.segment);
}
