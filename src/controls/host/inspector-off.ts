/** Amazon Inspector does not look at the account's machines. */
import { isOneOf, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'Amazon Inspector scans EC2 instances',
  severity: 'medium',
  about: 'inspectorStatuses',
  must: object('resourceState.ec2.status', isOneOf('ENABLED', 'ENABLING')),
  why: `
    Inspector tells which packages of which node have known flaws, and which ports the internet can reach. Without it nobody
    knows how urgent the next machine image is.`,
  fix: 'aws inspector2 enable --resource-types EC2; then set the scan mode to EC2_HYBRID, so that nodes without an agent are scanned too: aws inspector2 update-configuration --ec2-configuration scanMode=EC2_HYBRID',
  refs: ['https://docs.aws.amazon.com/inspector/latest/user/scanning-ec2.html'],
  examples: {
    good: [`inspector2:BatchGetAccountStatus: {accounts: [{accountId: '111122223333', state: {status: ENABLED}, resourceState: {ec2: {status: ENABLED}}}]}`],
    bad: [
      // The account is enrolled, for images alone.
      `inspector2:BatchGetAccountStatus: {accounts: [{accountId: '111122223333', state: {status: ENABLED}, resourceState: {ec2: {status: DISABLED}, ecr: {status: ENABLED}}}]}`,
      `inspector2:BatchGetAccountStatus: {accounts: [{accountId: '111122223333', state: {status: DISABLED}}]}`,
    ],
  },
  remedy: () => ({
    says: 'Let Amazon Inspector scan the instances of the account, which AWS charges for each',
    risk: 'none',
    steps: [{ do: 'aws', call: 'inspector2:Enable', input: { resourceTypes: ['EC2'] } }],
  }),
})
