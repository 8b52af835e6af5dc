import type { ClientSocket } from './client-socket.ts';
import type { WebSocketClients } from './web-socket-clients.service.ts';

/**
 * What a gateway extends so that its clients are bounded and told when the server ends:
 *
 *     @WebSocketGateway()
 *     class Prices extends BoundedGateway {
 *       constructor(@Inject(WebSocketClients) clients: WebSocketClients) { super(clients); }
 *     }
 */
export abstract class BoundedGateway {
  protected readonly clients: WebSocketClients;

  constructor(clients: WebSocketClients) {
    this.clients = clients;
  }

  handleConnection(socket: ClientSocket): void {
    this.clients.connected(socket);
  }

  handleDisconnect(socket: ClientSocket): void {
    this.clients.disconnected(socket);
  }
}
