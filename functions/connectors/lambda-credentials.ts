/**
 * Takes the place of `@aws-sdk/credential-provider-node` in the bundles (lib/bundles.ts): Lambda gives a function its
 * role's credentials in the environment, so the SDK's chain of profiles, single sign-on and instance metadata is 130 KB
 * that every cold start would load and none would use.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */

/** Named as what it replaces. @throws Error when the environment has no credentials. */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
};
