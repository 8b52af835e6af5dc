const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** What is wrong with an address that alerts go to: they tell about the inside of a server, so it is encrypted or this machine. */
export function addressProblems(name: string, address: string): readonly string[] {
  if (!URL.canParse(address)) return [`${name} is not an address such as https://hooks.example.org/…`];
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return [`${name} has a user or a password in it: leave them out`];
  if (protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))) return [];
  return [`${name} must begin with https:// (http:// is for this machine only)`];
}
