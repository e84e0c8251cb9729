import { Synthesized } from './stack';

const kmsKeyArn = 'arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d-0000-4000-8000-000000000000';

test("a key of the customer's own encrypts queues, table, secrets and logs", () => {
  const stack = new Synthesized({ operations: { kmsKeyArn } });
  for (const [, { Properties }] of stack.all('AWS::SQS::Queue'))
    expect(Properties.KmsMasterKeyId).toBe(kmsKeyArn);
  expect(stack.one('AWS::DynamoDB::Table').Properties.SSESpecification).toEqual({
    SSEEnabled: true,
    SSEType: 'KMS',
    KMSMasterKeyId: kmsKeyArn,
  });
  for (const [, { Properties }] of stack.all('AWS::SecretsManager::Secret'))
    expect(Properties.KmsKeyId).toBe(kmsKeyArn);
  for (const [, { Properties }] of stack.all('AWS::Logs::LogGroup'))
    expect(Properties.KmsKeyId).toBe(kmsKeyArn);
});

test('the table is on demand, kept, restorable to any second, and forgets by expiresAt', () => {
  expect(new Synthesized().one('AWS::DynamoDB::Table').Properties).toMatchObject({
    BillingMode: 'PAY_PER_REQUEST',
    DeletionProtectionEnabled: true,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: 'due',
        KeySchema: [
          { AttributeName: 'dueShard', KeyType: 'HASH' },
          { AttributeName: 'dueAt', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  });
});
