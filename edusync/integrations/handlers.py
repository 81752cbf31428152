"""What this app does when something happens elsewhere."""

from edusync.identity.services.invitations import register_acceptance
from edusync.integrations.services import people

register_acceptance(people.PURPOSE, people.finish_joining)
