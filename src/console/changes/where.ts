import type { SessionStores } from '../../stores/session-stores.ts';

/** Where things are changed, for a person: account, region, profile, endpoint. */
export function whereOf({ account }: SessionStores): string {
  const { identity, presumedAccount, region, profile, endpoint } = account.getState();
  const parts = [identity?.account ?? `${presumedAccount ?? ''}?`, region ?? '?', profile, endpoint];
  return parts.filter((part) => part !== null).join(' · ');
}
