/** Prints an IAM policy as people hand it on: JSON for the CLI, YAML for CloudFormation, HCL for Terraform. */
import { dump } from 'js-yaml'
import { fixingIn, type IamPolicy } from './permissions.ts'

export const policyForms = ['json', 'yaml', 'terraform'] as const
export type PolicyForm = (typeof policyForms)[number]

/** A string of HCL: JSON's, but for the two signs that would begin an expression. */
const hcl = (text: string): string => JSON.stringify(text).replace(/[$%](?=\{)/g, (sign) => sign + sign)
const hclList = (texts: readonly string[]): string =>
  texts.length === 1 ? `[${hcl(texts[0] as string)}]` : `[\n${texts.map((text) => `      ${hcl(text)},\n`).join('')}    ]`

const descriptionOf = (policy: Pick<IamPolicy, 'Statement'>): string => (fixingIn(policy).length > 0 ? 'What ekshield reads and fixes' : 'What ekshield reads')

const printers: { readonly [F in PolicyForm]: (policy: IamPolicy) => string } = {
  json: (policy) => `${JSON.stringify(policy, null, 2)}\n`,
  yaml: (PolicyDocument) =>
    dump(
      { Resources: { Ekshield: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Description: descriptionOf(PolicyDocument), PolicyDocument } } } },
      { lineWidth: -1, noRefs: true },
    ),
  terraform: ({ Statement }) =>
    [
      'data "aws_iam_policy_document" "ekshield" {',
      ...Statement.map(
        ({ Sid, Action, Resource }) =>
          `  statement {\n    sid       = ${hcl(Sid)}\n    actions   = ${hclList(Action)}\n    resources = ${hclList(Resource)}\n  }`,
      ),
      '}',
      '',
      'resource "aws_iam_policy" "ekshield" {',
      '  name        = "ekshield"',
      `  description = ${hcl(descriptionOf({ Statement }))}`,
      '  policy      = data.aws_iam_policy_document.ekshield.json',
      '}',
      '',
    ].join('\n'),
}

export const printPolicy = (policy: IamPolicy, form: PolicyForm): string => printers[form](policy)
