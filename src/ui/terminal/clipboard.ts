/** Copying through the terminal (OSC 52), which works over SSH and needs no program on the bastion. */

/** Most terminals refuse longer ones. */
const LONGEST_BASE64 = 100_000;

/**
 * The sequence that puts `text` on the person's clipboard; null when it is too long. Within tmux it is written twice,
 * since which way is open is a matter of its settings (tmux(1)): `set-clipboard on` takes the plain one, into a
 * buffer of tmux's own too; `allow-passthrough on` hands the wrapped one, its escapes doubled, to the terminal outside.
 */
export function copySequence(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | null {
  const base64 = Buffer.from(text, 'utf8').toString('base64');
  if (base64.length > LONGEST_BASE64) return null;
  const sequence = `\x1b]52;c;${base64}\x07`;
  return environment.TMUX
    ? `${sequence}\x1bPtmux;${sequence.replaceAll('\x1b', '\x1b\x1b')}\x1b\\`
    : sequence;
}
