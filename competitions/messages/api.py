"""Messages in the API: read those of the offers one sees, write one."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from competitions.messages import access, actions
from competitions.messages.forms import LIMIT
from competitions.messages.models import Message, Side
from core.api.fields import LineField, TextField
from core.api.filters import MomentFilter
from core.api.resource import Detailed
from core.api.scopes import scope
from ngo.registry.hats import ORGANISATION, WRITERS
from office.structure.hats import STAFF

MESSAGES_READ = scope(
    "messages:read", gettext_lazy("wiadomości w sprawach ofert: odczyt"), kinds=(*ORGANISATION, *access.READERS)
)
MESSAGES_WRITE = scope("messages:write", gettext_lazy("wiadomości w sprawach ofert: pisanie"), kinds=(*WRITERS, *STAFF))


class MessageIn(serializers.Serializer):
    offer = LineField(max_length=16)
    text = TextField(max_length=LIMIT)
    expects_answer = serializers.BooleanField(
        default=False, help_text="urząd czeka na odpowiedź organizacji; od organizacji bez znaczenia"
    )
    token = LineField(
        max_length=32,
        default="",
        allow_blank=True,
        help_text="dowolny; ten sam token z tym samym tekstem to jedna wiadomość",
    )


class MessageOut(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    offer = serializers.CharField(source="thread.offer.public_id")
    author = serializers.CharField(source="author.name")

    class Meta:
        model = Message
        fields = ("id", "offer", "side", "author", "text", "sent_at", "read_at")


class MessageFilter(django_filters.FilterSet):
    offer = django_filters.CharFilter(field_name="thread__offer__public_id")
    side = django_filters.ChoiceFilter(choices=Side.choices)
    sent_from = MomentFilter(field_name="sent_at", lookup_expr="gte")

    class Meta:
        model = Message
        fields: list[str] = []


class MessageResource(Detailed):
    """Messages of the offers that the caller may read the messages of."""

    about = gettext_lazy(
        "Wiadomości między organizacją a urzędem w sprawie oferty. Odczyt przez API nie oznacza ich jako przeczytanych."
    )
    scope = MESSAGES_READ
    write_scope = MESSAGES_WRITE
    serializer_class = MessageOut
    detail_serializer_class = MessageOut
    filterset_class = MessageFilter
    orderings = ("-sent_at", "sent_at")
    personal = True

    def get_queryset(self) -> QuerySet[Message]:
        return access.messages(self.actor, self.at)

    @extend_schema(
        summary=gettext_lazy("Napisz do drugiej strony; powtórzenie z tym samym tokenem zwraca tę samą wiadomość"),
        request=MessageIn,
        responses={201: MessageOut},
    )
    def create(self, request: Request) -> Response:
        """Write to the other side; the same text with the same token again gives the same message."""
        values = dict(self.input(MessageIn))
        offer = access.visible(self.actor, self.at).filter(public_id=values.pop("offer")).first()
        if offer is None:
            raise serializers.ValidationError({"offer": [_("Nie ma takiej oferty.")]})
        allowed, reason = access.may_write(self.actor, offer, self.at)
        if not allowed:
            raise PermissionDenied(reason)
        made = actions.write(offer, **values, actor=self.actor, at=self.at)
        return self.output(MessageOut, made, status=201)
