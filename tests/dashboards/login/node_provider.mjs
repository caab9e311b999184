// The certified OpenID provider of panva/node-oidc-provider, for one client and the people of the
// tests. Arguments: its port, the address of the pages, the client's secret, the people as JSON.
import Provider from 'oidc-provider';

const [port, pages, secret, people] = process.argv.slice(2);
const known = JSON.parse(people);

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'pcplan',
      client_secret: secret,
      redirect_uris: [`${pages}/login/callback`],
      post_logout_redirect_uris: [`${pages}/logged-out`],
    },
  ],
  claims: { openid: ['sub', 'groups'], profile: ['name'], email: ['email'] },
  conformIdTokenClaims: false, // as Entra ID does, it says who somebody is in the token itself
  cookies: { keys: ['the key of a provider that lives as long as a test'] },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  pkce: { required: () => true },
  findAccount: (_, id) => ({ accountId: id, claims: async () => ({ sub: id, ...known[id] }) }),
});

provider.listen(Number(port), '127.0.0.1');
