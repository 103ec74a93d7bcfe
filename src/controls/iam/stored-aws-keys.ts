/** A Secret keeps AWS access keys. */
import { control } from '../../model/control.ts'
import { isAwsKeyName } from '../../reach/aws-keys.ts'

export default control({
  title: 'No Secret keeps AWS access keys',
  severity: 'high',
  about: 'secrets',
  why: `
    A key in a Secret is read by everybody who may read Secrets there, lies in every backup of the cluster, and goes on
    working after the workload is gone. Pods get keys that end by themselves from Pod Identity or IRSA.`,
  fix: 'Give the workload a role, delete the Secret, and deactivate the key: aws iam update-access-key --access-key-id KEY --status Inactive',
  refs: [
    'https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  ],
  examples: {
    good: [`{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}, data: {username: eA==, password: eA==, aws-region: eA==}}`],
    bad: [
      `{apiVersion: v1, kind: Secret, metadata: {name: s3, namespace: shop}, data: {AWS_ACCESS_KEY_ID: eA==, AWS_SECRET_ACCESS_KEY: eA==}}`,
      `{apiVersion: v1, kind: Secret, metadata: {name: s3, namespace: shop}, stringData: {awsSecretAccessKey: x}}`,
    ],
  },
  judge({ keys = [] }) {
    const key = keys.find(isAwsKeyName)
    return key === undefined ? undefined : { says: `holds the key ${key}`, wanted: 'a role for the service account' }
  },
})
