import { Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Exceptions from cdk-nag's rules, by rule, each with its reason. They hold for this construct and what is in it. */
export function accept(construct: Construct, reasons: Readonly<Record<string, string>>): void {
  for (const [id, reason] of Object.entries(reasons)) Validations.of(construct).acknowledge({ id, reason });
}
