export const router = (routes) => async (event) => {
  const route = routes[event.rawPath];
  return route ? await route(event) : { statusCode: 404, body: `nothing at ${event.rawPath}` };
};
