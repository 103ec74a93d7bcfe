/** ECR's hosts, filters and scanning rules. */
import { describe, expect, it } from 'vitest'
import { ecrHostOf, keyOfRepository, matchesFilter, repositoryKey, scanFrequency } from './registry.ts'

describe('ecrHostOf', () => {
  it.each([
    ['111122223333.dkr.ecr.us-west-2.amazonaws.com', '111122223333', 'us-west-2'],
    ['111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com', '111122223333', 'us-gov-west-1'],
    ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn', '111122223333', 'cn-north-1'],
    ['111122223333.dkr-ecr.eu-west-1.on.aws', '111122223333', 'eu-west-1'],
  ])('%s', (host, account, region) => {
    expect(ecrHostOf(host)).toEqual({ account, region })
  })
  it.each(['public.ecr.aws', 'evil-111122223333.dkr.ecr.us-west-2.amazonaws.com', '111122223333.dkr.ecr.us-west-2.amazonaws.com.evil.example'])(
    'not %s',
    (host) => {
      expect(ecrHostOf(host)).toBeUndefined()
    },
  )
  it('gives one key for all endpoints of a repository', () => {
    const repository = { repositoryName: 'shop/web', repositoryUri: '111122223333.dkr.ecr.us-west-2.amazonaws.com/shop/web' }
    expect(keyOfRepository(repository)).toBe(repositoryKey('111122223333.dkr-ecr.us-west-2.on.aws', 'shop/web'))
  })
})

describe('matchesFilter', () => {
  it.each([
    ['*', 'shop/web', true],
    ['shop/*', 'shop/web', true],
    ['shop/*', 'old/shop/web', false],
    ['prod', 'my-prod-web', true],
    ['prod*', 'my-prod-web', false],
    ['a.c*', 'abc', false],
  ])('%s on %s: %s', (filter, name, is) => {
    expect(matchesFilter(filter, name)).toBe(is)
  })
})

describe('scanFrequency', () => {
  const old = { repositoryName: 'shop/web', imageScanningConfiguration: { scanOnPush: true } }
  const rule = (scanFrequency: string, filter: string) => ({ scanFrequency, repositoryFilters: [{ filter, filterType: 'WILDCARD' }] })
  const scanning = (scanType: string, ...rules: object[]) => ({ registryId: '1', scanningConfiguration: { scanType, rules } })
  it('takes the best rule that names the repository', () => {
    expect(scanFrequency(old, scanning('ENHANCED', rule('SCAN_ON_PUSH', '*'), rule('CONTINUOUS_SCAN', 'shop/*')))).toBe('CONTINUOUS_SCAN')
  })
  it('counts the flag of the repository only where the registry has no rules', () => {
    expect(scanFrequency(old, scanning('BASIC'))).toBe('SCAN_ON_PUSH')
    expect(scanFrequency(old, scanning('BASIC', rule('SCAN_ON_PUSH', 'other/*')))).toBe('none')
    expect(scanFrequency(old, scanning('ENHANCED'))).toBe('none')
    expect(scanFrequency(old, scanning('ENHANCED', rule('MANUAL', '*')))).toBe('none')
  })
})
