/** aws-auth holds entries that do not work, or work by accident. */
import { control } from '../../model/control.ts'
import { isAwsAuth, isAwsAuthRead, readAwsAuth, showArn } from '../../reach/aws-auth.ts'

const arnForm = /^arn:[^:]+:iam::\d{12}:(root|(role|user)\/.+)$/

export default control({
  title: 'The entries of aws-auth can be read and mean what they say',
  severity: 'medium',
  about: 'configMaps',
  needs: ['clusters'],
  why: `
    A slip in this YAML locks out nodes and people at once. ARNs of sessions, and role ARNs with a path, never match, and
    of two entries for one principal only one counts, not always the one you look at.`,
  fix: 'Write it with eksctl create iamidentitymapping, which checks what it writes; role ARNs without their path, one entry for each principal.',
  refs: ['https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html'],
  examples: {
    good: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapRoles: '[{rolearn: "arn:aws:iam::111122223333:role/dev", username: dev, groups: ["shop:developers"]}]'}`,
    ],
    bad: [
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapRoles: '- rolearn: [unclosed'}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapRoles: '[{rolearn: "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/dev", username: dev}, {rolearn: "arn:aws:sts::111122223333:assumed-role/dev/jane", username: dev}]'}`,
      `eks:DescribeCluster: {cluster: {name: shop, accessConfig: {authenticationMode: API_AND_CONFIG_MAP}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data: {mapUsers: '[{userarn: "arn:aws:iam::111122223333:user/jane", username: jane}, {userarn: "arn:aws:iam::111122223333:user/jane", username: ops, groups: [ops]}]'}`,
    ],
  },
  applies: isAwsAuth,
  judge(map, world) {
    const { mappings, broken } = readAwsAuth(map)
    const faults = broken.map(({ key, says }) => ({ says: `${key} ${says}`, at: `data.${key}` }))
    const seen = new Set<string>()
    for (const { key, arn } of mappings) {
      const at = `data.${key}`
      if (arn === undefined || !arnForm.test(arn)) faults.push({ says: `${key} maps ${arn ?? 'an entry without ARN'}, which is no role or user of IAM`, at })
      else if (/:role\/.+\//.test(arn)) faults.push({ says: `${key} maps ${showArn(arn)} with its path, which never matches`, at })
      else if (seen.has(arn)) faults.push({ says: `${key} maps ${showArn(arn)} twice`, at })
      seen.add(arn ?? '')
    }
    return faults.length > 0 && isAwsAuthRead(world) ? faults : undefined
  },
})
