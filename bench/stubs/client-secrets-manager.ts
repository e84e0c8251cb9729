/** Stands in for `@aws-sdk/client-secrets-manager` in a bundle. */
import { SECRET } from './secret';

export class GetSecretValueCommand {}
export class ResourceNotFoundException extends Error {}

export class SecretsManagerClient {
  async send(): Promise<{ SecretString: string }> {
    return { SecretString: SECRET };
  }
}
