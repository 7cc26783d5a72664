from kooperation.models.blatt import Kooperationsblatt, Vereinbarung
from kooperation.models.bogen import Einschaetzung
from kooperation.models.brief import Brief
from kooperation.models.dialog import Dialog, Dienststelle, Seite
from kooperation.models.erhebung import Erhebung, Teilnahme
from kooperation.models.instrument import Instrument
from kooperation.models.zugang import Zugang

__all__ = [
    "Brief",
    "Dialog",
    "Dienststelle",
    "Einschaetzung",
    "Erhebung",
    "Instrument",
    "Kooperationsblatt",
    "Seite",
    "Teilnahme",
    "Vereinbarung",
    "Zugang",
]
