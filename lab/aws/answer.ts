/** Writes answers and errors as each protocol does, with the SDK's own serialisers. */
import { XmlCodec } from '@aws-sdk/core/protocols'
import type { NormalizedSchema } from '@smithy/core/schema'
import { httpErrorOf } from './errors.ts'
import type { Model, Operation } from './models.ts'
import type { Refusal } from './refusal.ts'

export interface Outgoing {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array
}

/** @param output values as the SDK serialises them: see `conform` */
export function writeAnswer(model: Model, operation: Operation, output: Record<string, unknown>, requestId: string): Outgoing {
  const status = operation.http?.[2] ?? 200
  const headers = { 'content-type': contentType(model), [idHeader(model)]: requestId }
  if (model.protocol === 'query' || model.protocol === 'ec2') return { status, headers, body: writeXml(model, operation, output, requestId) }
  const serializer = model.client.config.protocol.getPayloadCodec().createSerializer()
  const payload = operation.output.isStructSchema()
    ? [...operation.output.structIterator()].find(([, member]) => member.getMergedTraits().httpPayload)
    : undefined
  if (payload) serializer.write(payload[1], output[payload[0]])
  else if (operation.output.isStructSchema()) serializer.write(operation.output, output)
  else return { status, headers, body: model.protocol === 'rest-xml' ? '' : '{}' }
  return { status, headers, body: serializer.flush() }
}

function writeXml(model: Model, operation: Operation, output: Record<string, unknown>, requestId: string): string {
  const inner = operation.output.isStructSchema() ? innerXml(model, operation.output, output) : ''
  const { name } = operation
  return model.protocol === 'ec2'
    ? `<?xml version="1.0" encoding="UTF-8"?>\n<${name}Response xmlns="${model.xmlNamespace}"><requestId>${requestId}</requestId>${inner}</${name}Response>`
    : `<${name}Response xmlns="${model.xmlNamespace}"><${name}Result>${inner}</${name}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`
}

function innerXml(model: Model, schema: NormalizedSchema, output: Record<string, unknown>): string {
  const codec = new XmlCodec({
    timestampFormat: { useTrait: true, default: 5 },
    httpBindings: false,
    xmlNamespace: model.xmlNamespace,
    serviceNamespace: model.namespace,
  })
  const serializer = codec.createSerializer()
  serializer.write(schema as never, output)
  const xml = String(serializer.flush())
  return /^<[^>]*\/>$/.test(xml) ? '' : xml.slice(xml.indexOf('>') + 1, xml.lastIndexOf('</'))
}

const contentType = ({ protocol, jsonVersion }: Model): string =>
  protocol === 'json'
    ? `application/x-amz-json-${jsonVersion}`
    : protocol === 'rest-json'
      ? 'application/json'
      : protocol === 'rest-xml'
        ? 'application/xml'
        : 'text/xml'
const idHeader = ({ protocol }: Model): string => (protocol === 'rest-xml' ? 'x-amz-request-id' : 'x-amzn-requestid')

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] as string)

export function writeRefusal(model: Model, refusal: Refusal, requestId: string): Outgoing {
  const { code, status } = httpErrorOf(model, refusal)
  const base = { 'content-type': contentType(model), [idHeader(model)]: requestId }
  const text = escapeXml(refusal.message)
  switch (model.protocol) {
    case 'json':
      return { status, headers: base, body: JSON.stringify({ __type: code, message: refusal.message, ...refusal.more }) }
    case 'rest-json':
      return { status, headers: { ...base, 'x-amzn-errortype': code }, body: JSON.stringify({ message: refusal.message, ...refusal.more }) }
    case 'ec2':
      return {
        status,
        headers: base,
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${code}</Code><Message>${text}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
      }
    case 'query':
      return {
        status,
        headers: base,
        body: `<ErrorResponse xmlns="${model.xmlNamespace}"><Error><Type>${status >= 500 ? 'Receiver' : 'Sender'}</Type><Code>${code}</Code><Message>${text}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      }
    case 'rest-xml':
      return {
        status,
        headers: base,
        body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${text}</Message><RequestId>${requestId}</RequestId></Error>`,
      }
  }
}
