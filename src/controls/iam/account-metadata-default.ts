/** The account lets new instances give metadata without a token. */
import { is, object } from '../../demand/words.ts'
import { control } from '../../model/control.ts'

export default control({
  title: 'New instances of the account ask for tokens (IMDSv2)',
  severity: 'medium',
  about: 'instanceMetadataDefaults',
  must: object('HttpTokens', is('required')),
  why: `
    The default of the account counts where neither the launch nor the machine image says otherwise: for the node that
    somebody starts by hand, and for the template that forgets the field.`,
  fix: 'aws ec2 modify-instance-metadata-defaults --http-tokens required --http-put-response-hop-limit 1, in every region in use.',
  refs: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html'],
  examples: {
    good: [`ec2:GetInstanceMetadataDefaults: {AccountLevel: {HttpTokens: required, HttpPutResponseHopLimit: 1}}`],
    bad: [
      `ec2:GetInstanceMetadataDefaults: {AccountLevel: {ManagedBy: account}}`,
      `ec2:GetInstanceMetadataDefaults: {AccountLevel: {HttpPutResponseHopLimit: 1}}`,
    ],
  },
  remedy: () => ({
    says: 'Ask for tokens by default',
    risk: 'none',
    steps: [{ do: 'aws', call: 'ec2:ModifyInstanceMetadataDefaults', input: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 } }],
  }),
})
