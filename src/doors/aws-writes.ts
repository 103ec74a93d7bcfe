/** The door to AWS by which an account is changed. */
import type { Aws, AwsDoor } from './aws.ts'

/** Loads what changes a service's things. */
const writes = {
  config: () => import('./aws/writes/config.ts'),
  ec2: () => import('./aws/writes/ec2.ts'),
  ecr: () => import('./aws/writes/ecr.ts'),
  eks: () => import('./aws/writes/eks.ts'),
  guardduty: () => import('./aws/writes/guardduty.ts'),
  iam: () => import('./aws/writes/iam.ts'),
  inspector2: () => import('./aws/writes/inspector2.ts'),
  kms: () => import('./aws/writes/kms.ts'),
  logs: () => import('./aws/writes/logs.ts'),
}

/** An open door, through which calls may now change things as well. */
export const openWrites = (aws: AwsDoor): Aws => aws.also(writes)
