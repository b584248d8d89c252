/** `client_credentials` tokens of clients of `master` and users with a role may hold these; never default. */
export const ADMIN_READ = 'admin:read';
export const ADMIN_WRITE = 'admin:write';
