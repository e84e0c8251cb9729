/**
 * What a feed is called beside the connectors: key of its secret, name in the log, dimension of its figures. No connector's
 * id has a slash, so none is called the same.
 */
export const feedAddress = (feedId: string): string => `feed/${feedId}`;
