import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { type Changes, makeStack } from './stack';

/** What cdk-nag and CDK's own check of the template have to say. */
function findings(changes: Changes): string[] {
  const { app } = makeStack(changes, { slowChecks: true });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const before = process.exitCode;
  let thrown = '';
  try {
    app.synth();
  } catch (error) {
    thrown = String(error);
  }
  process.exitCode = before;
  const report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8'));
  return [
    ...report.pluginReports.flatMap((each: { violations: { ruleName: string }[] }) =>
      each.violations.map(({ ruleName }) => ruleName),
    ),
    ...(thrown ? [thrown] : []),
  ];
}

test('the example passes cdk-nag and the check of its template', () => {
  expect(findings({})).toEqual([]);
});

test('so does a stack with every option', () => {
  const account = '123456789012';
  expect(
    findings({
      connectors: { 'braze-news': { secretName: 'crm/braze', paused: true } },
      operations: {
        alarmEmail: 'ops@example.com',
        apiGatewayLogRole: 'existing',
        airAddresses: ['192.0.2.0/24', '2001:db8::/32'],
        firewallLogs: true,
        logRetentionDays: 30,
        kmsKeyArn: `arn:aws:kms:eu-west-1:${account}:key/0a1b2c3d-0000-4000-8000-000000000000`,
        customDomain: {
          name: 'connect.example.com',
          certificateArn: `arn:aws:acm:eu-west-1:${account}:certificate/0a1b2c3d-0000-4000-8000-000000000000`,
        },
        provisionedConcurrency: 2,
        egress: { subnetIds: ['subnet-0a1b2c3d'], securityGroupIds: ['sg-0c2d4e6f'] },
        thresholds: { silentHours: 24 },
      },
    }),
  ).toEqual([]);
});
