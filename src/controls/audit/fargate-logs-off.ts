/** Logs of pods on Fargate are dropped. */
import { control } from '../../model/control.ts'
import { actionsOf, roleMay } from '../../reach/fargate-logs.ts'
import { policyKinds } from '../../reach/role-policies.ts'

const disabled = (annotations: Readonly<Record<string, string>> | undefined): string | undefined =>
  annotations?.['Logging']?.startsWith('LoggingDisabled') ? annotations['Logging'] : undefined

export default control({
  title: 'Logs of pods on Fargate are routed off the node',
  severity: 'high',
  about: 'fargateProfiles',
  needs: ['namespaces', 'configMaps', 'pods', ...policyKinds],
  responsible: { fargate: 'customer' },
  why: `
    No DaemonSet runs on Fargate. Its own log router reads one ConfigMap when a pod starts, and where that is missing, wrong, or
    the pod execution role may not write, the logs are gone with the pod.`,
  fix: 'Create the Namespace aws-observability with the label aws-observability=enabled and in it the ConfigMap aws-logging with an [OUTPUT] in output.conf, let the pod execution role write there, and restart the pods.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/fargate-logging.html'],
  examples: {
    good: [
      `{apiVersion: v1, kind: Namespace, metadata: {name: aws-observability, labels: {aws-observability: enabled}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-logging, namespace: aws-observability}
data: {output.conf: "[OUTPUT]\\n    Name cloudwatch_logs\\n    Match *\\n    region us-west-2\\n"}
---
eks:DescribeFargateProfile: {fargateProfile: {fargateProfileName: reports, podExecutionRoleArn: "arn:aws:iam::111122223333:role/fargate", selectors: [{namespace: reports}]}}
iam:GetRole.fargate: {Role: {RoleName: fargate}}
iam:ListAttachedRolePolicies.fargate: {AttachedPolicies: [{PolicyName: AmazonEKSFargatePodExecutionRolePolicy, PolicyArn: "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"}]}
iam:ListRolePolicies.fargate: {PolicyNames: [logs]}
iam:GetRolePolicy.fargate.logs: {RoleName: fargate, PolicyName: logs, PolicyDocument: {Statement: {Effect: Allow, Action: ["logs:Create*", "logs:PutLogEvents"], Resource: "*"}}}`,
    ],
    bad: [
      `eks:DescribeFargateProfile: {fargateProfile: {fargateProfileName: reports, podExecutionRoleArn: "arn:aws:iam::111122223333:role/fargate"}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: aws-observability}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: aws-logging, namespace: aws-observability}, data: {output.conf: "[OUTPUT]\\n    Name cloudwatch_logs"}}
---
eks:DescribeFargateProfile: {fargateProfile: {fargateProfileName: reports, podExecutionRoleArn: "arn:aws:iam::111122223333:role/fargate"}}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: aws-observability, labels: {aws-observability: enabled}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: aws-logging, namespace: aws-observability}, data: {output.conf: "[OUTPUT]\\n    Name cloudwatch_logs\\n    Match *"}}
---
eks:DescribeFargateProfile: {fargateProfile: {fargateProfileName: reports, podExecutionRoleArn: "arn:aws:iam::111122223333:role/fargate"}}
iam:GetRole.fargate: {Role: {RoleName: fargate}}
iam:ListAttachedRolePolicies.fargate: {AttachedPolicies: [{PolicyName: AmazonEKSFargatePodExecutionRolePolicy, PolicyArn: "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy"}]}
iam:ListRolePolicies.fargate: {PolicyNames: []}`,
      `{apiVersion: v1, kind: Namespace, metadata: {name: aws-observability, labels: {aws-observability: enabled}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: aws-logging, namespace: aws-observability}, data: {output.conf: "[OUTPUT]\\n    Name stdout"}}
---
eks:DescribeFargateProfile: {fargateProfile: {fargateProfileName: reports, podExecutionRoleArn: "arn:aws:iam::111122223333:role/fargate"}}`,
    ],
  },
  judge({ fargateProfileName, podExecutionRoleArn = '' }, world) {
    const namespace = world.find('namespaces', 'aws-observability')
    if (!namespace)
      return { says: 'the logs go nowhere: there is no Namespace aws-observability', wanted: 'a Namespace aws-observability with a ConfigMap aws-logging' }
    if (namespace.metadata.labels?.['aws-observability'] !== 'enabled')
      return { says: 'the logs go nowhere: Namespace aws-observability lacks the label aws-observability=enabled' }
    const map = world.find('configMaps', 'aws-logging', 'aws-observability')
    if (!map) return { says: 'the logs go nowhere: there is no ConfigMap aws-logging in Namespace aws-observability' }
    const actions = actionsOf(map)
    if (!actions)
      return {
        says: 'the logs go nowhere: output.conf of ConfigMap aws-logging names no output that Fargate knows',
        wanted: '[OUTPUT] with Name cloudwatch_logs, es, firehose or kinesis',
      }
    const role = podExecutionRoleArn.slice(podExecutionRoleArn.lastIndexOf('/') + 1)
    const lacking = actions.find((action) => !roleMay(role, action, world))
    if (lacking !== undefined)
      return { says: `the logs go nowhere: pod execution role ${role} is not allowed ${lacking}`, at: 'podExecutionRoleArn', actual: podExecutionRoleArn }
    // The router reads its configuration once, when the pod starts.
    const deaf = world
      .all('pods')
      .filter(({ metadata }) => metadata.labels?.['eks.amazonaws.com/fargate-profile'] === fargateProfileName && disabled(metadata.annotations))
    if (deaf.length === 0) return undefined
    return { says: `${deaf.length} pods of this profile started without logging (${disabled(deaf[0]?.metadata.annotations)}); they must be restarted` }
  },
})
