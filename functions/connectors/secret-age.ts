import { type MetricOwner, measure } from './metrics';

const DAY_MS = 86_400_000;

/**
 * Measures, each time that a secret is read, how many days its value has stood unchanged: once for every address that it
 * opens, or connector that calls with it. The alarm of `operations.thresholds.secretAgeDays` looks at it.
 * @param ids connector id, or `feed/<id>`, to secret id.
 */
export function measureSecretAge(
  direction: MetricOwner['direction'],
  ids: Iterable<readonly [string, string]>,
): (secretId: string, ageMs: number) => void {
  const owners = [...ids];
  return (secretId, ageMs) => {
    const days = Math.max(0, Math.floor(ageMs / DAY_MS));
    for (const [connector, id] of owners)
      if (id === secretId) measure('SecretAgeDays', days, { connector, direction });
  };
}
