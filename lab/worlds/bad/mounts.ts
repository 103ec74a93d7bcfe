/** What volumes of the bad cluster lead to in the account. */
export const volume = 'vol-0bad0bad0bad0bad0'
export const bucket = 'orders-111122223333'
export const fileSystem = { own: 'fs-0a1b2c3d4e5f60718', open: 'fs-0bad0bad0bad0bad0' } as const
